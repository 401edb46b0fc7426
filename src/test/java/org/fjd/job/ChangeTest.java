package org.fjd.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Optional;
import org.fjd.ini.Section.Entry;
import org.junit.jupiter.api.Test;

class ChangeTest {

    private static final String JOB = "[control]\nexecutable = a\npriority = 1\n";

    @Test
    void aChangeCountsInsteadOfWhatTheUserWrote() throws Exception {
        String file = change(JOB, new Change(Optional.of(7), Optional.empty()));
        file = change(file, new Change(Optional.empty(), Optional.of(true)));
        assertThat(file).startsWith(JOB).contains("[change.1]\n", "[change.2]\n", "by = me\n");
        Conditions conditions = conditions(file);
        assertThat(conditions.priority()).isEqualTo(7);
        assertThat(conditions.hold()).isTrue();
        assertThat(conditions(change(file, new Change(Optional.of(2), Optional.of(false)))))
                .isEqualTo(
                        new Conditions(
                                2,
                                List.of(),
                                conditions.requires(),
                                conditions.limits(),
                                Optional.empty(),
                                false));
    }

    @Test
    void aLaterChangeLeavesWhatItDoesNotSpeakOf() throws Exception {
        String file = change(JOB, new Change(Optional.empty(), Optional.of(true)));
        file = change(file, new Change(Optional.of(Conditions.MAX_PRIORITY), Optional.empty()));
        assertThat(conditions(file).hold()).isTrue();
        assertThat(conditions(file).priority()).isEqualTo(Conditions.MAX_PRIORITY);
    }

    @Test
    void aTornChangeDoesNotCountAndItsNumberIsNotGivenOutAgain() throws Exception {
        String file = change(JOB, new Change(Optional.of(7), Optional.empty()));
        String torn = file.substring(0, file.length() - 4);
        assertThat(conditions(torn).priority()).isEqualTo(1);
        assertThat(History.of(torn.getBytes(UTF_8)).nextChangeSection()).isEqualTo("change.2");
    }

    @Test
    void whoMadeEachChangeIsTold() {
        String file = change(JOB, new Change(Optional.of(7), Optional.empty()));
        file = change(file, new Change(Optional.of(8), Optional.empty()));
        assertThat(History.of(file.getBytes(UTF_8)).changes())
                .extracting(section -> section.get("by"), section -> section.get("priority"))
                .containsExactly(
                        tuple(Optional.of("me"), Optional.of("7")),
                        tuple(Optional.of("me"), Optional.of("8")));
    }

    @Test
    void whatAUserMadeOfAChangeIsReadLeniently() throws Exception {
        String edited = JOB + "[change.1]\npriority = 99999999\nhold = no\nwhole = yes\n";
        assertThat(conditions(edited).priority()).isEqualTo(1);
        assertThat(conditions(edited).hold()).isFalse();
    }

    private static String change(String file, Change change) {
        History history = History.of(file.getBytes(UTF_8));
        return file + new String(change.bytes(history, List.of(new Entry("by", "me"))), UTF_8);
    }

    private static Conditions conditions(String file) throws Rejection {
        return JobFile.parse(file.getBytes(UTF_8), Defaults.NONE).control().conditions();
    }
}
