package org.fjd.story;

import static org.assertj.core.api.Assertions.assertThat;

import org.fjd.ini.Section;
import org.junit.jupiter.api.Test;

/** The judge goes by the same rule as the design: the first word on a run is final. */
class AuditTest {

    private static String section(String name, String state, String run) {
        return "[%s]\nstate = %s\nrun = %s\nwhole = yes\n".formatted(name, state, run);
    }

    @Test
    void aResultAfterItsRunWasCalledLostIsVoid() {
        String lost = section("attempt.1", "lost", "a.1");
        assertThat(Audit.believed(lost + section("result", "done", "a.1")))
                .extracting(Section::name)
                .containsExactly("attempt.1");
    }

    @Test
    void aRunThatEndedCannotBeLostAfterwards() {
        String done = section("result", "done", "a.1");
        assertThat(Audit.believed(done + section("attempt.1", "lost", "a.1")))
                .extracting(Section::name)
                .containsExactly("result");
    }

    @Test
    void twoEndsOfOneRunAreBothSeen() {
        String done = section("result", "done", "a.1");
        assertThat(Audit.believed(done + section("result.2", "done", "a.1"))).hasSize(2);
    }

    @Test
    void tornSectionsAndThoseOfUsersDoNotCount() {
        String torn = section("result", "done", "a.1").replace("whole = yes\n", "");
        assertThat(Audit.believed("[params]\nwhole = yes\n" + torn)).isEmpty();
    }

    @Test
    void whatAUserHadBegunToWriteHidesNoEnd() {
        String done = section("result", "done", "a.1");
        assertThat(Audit.believed("[control]\nexecutable: true\n[\n" + done)).hasSize(1);
    }
}
