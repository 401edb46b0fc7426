package org.fjd.it;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Many hosts, on a file system whose listings are twenty seconds old. */
class SshfsClusterIT {

    @RegisterExtension static final Stage STAGE = Stage.sshfs();

    @Test
    void theExampleOnThreeHosts() throws Exception {
        ExampleStory.play(STAGE);
    }
}
