package org.fjd.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A checkout that was built: the example is copied, the programs are those under test. */
final class Checkout {

    private static final List<String> SCRIPTS =
            List.of("ajob.sh", "create_jobs.sh", "fit.sh", "create_data.sh");

    private Checkout() {}

    /** Makes one, and returns where it is. */
    static Path in(Sandbox sandbox) throws IOException {
        Path checkout = Files.createDirectory(sandbox.scratch("checkout"));
        Files.copy(Sandbox.HOME.resolve("run-example.sh"), checkout.resolve("run-example.sh"));
        for (String link : List.of("bin", "target")) {
            Files.createSymbolicLink(checkout.resolve(link), Sandbox.HOME.resolve(link));
        }
        Files.createDirectory(checkout.resolve("example"));
        for (String script : SCRIPTS) {
            Path copy = Path.of("example", script);
            Files.copy(Sandbox.HOME.resolve(copy), checkout.resolve(copy));
        }
        return checkout;
    }
}
