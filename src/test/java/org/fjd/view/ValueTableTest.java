package org.fjd.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.fjd.view.Shelves.section;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.fjd.spool.Spools;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ValueTableTest {

    private Shelves shelves;

    @BeforeEach
    void make() throws IOException {
        shelves = new Shelves();
    }

    private void job(String name, String params, String values) throws IOException {
        shelves.write(
                "done/" + name + ".conf",
                Spools.JOB
                        + "[params]\n"
                        + params
                        + "\n[values]\n"
                        + values
                        + "run = w.1\nwhole = yes\n"
                        + section("result", "done", "w.1"));
    }

    private ValueTable table() throws IOException {
        return ValueTable.of(
                shelves.catalogue().jobs().stream()
                        .sorted(Comparator.comparing(Job::name))
                        .toList());
    }

    @Test
    void namesComeInTheOrderOfTheirFirstAppearanceAndNothingIsChanged() throws IOException {
        job("a", "seed: 007\nrate = 1.50\n", "accuracy = 0.90\n");
        job("b", "rate = 1e3\nextra = x y\n", "loss = nan\n");

        ValueTable table = table();
        assertThat(table.params()).containsExactly("seed", "rate", "extra");
        assertThat(table.values()).containsExactly("accuracy", "loss");
        assertThat(table.rows().get(0).params()).isEqualTo(Map.of("seed", "007", "rate", "1.50"));
        assertThat(table.rows().get(1).values()).isEqualTo(Map.of("loss", "nan"));
    }

    @Test
    void upperAndLowerCaseAreTheSameName() throws IOException {
        job("a", "Rate = 1\n", "");
        job("b", "rate = 2\nRATE = 3\n", "");

        assertThat(table().params()).containsExactly("Rate");
        assertThat(table().rows().get(1).params()).isEqualTo(Map.of("Rate", "2"));
    }

    @Test
    void valuesOfAnEarlierRunDoNotCount() throws IOException {
        shelves.write(
                "done/a.conf",
                Spools.JOB
                        + "\n[values]\nx = 1\nrun = w.1\nwhole = yes\n"
                        + section("result", "failed", "w.1")
                        + section("result.2", "done", "w.2"));

        assertThat(table().values()).isEmpty();
        assertThat(table().rows()).hasSize(1);
    }

    @Test
    void tornValuesDoNotCount() throws IOException {
        shelves.write("done/a.conf", Spools.JOB + "\n[values]\nx = 1\nrun = w.1\n");
        assertThat(table().values()).isEmpty();
    }

    @Test
    void someOfTheNamesAreKept() throws IOException {
        job("a", "n = 1\nm = 2\n", "n = 3\nk = 4\n");

        ValueTable only = table().only(List.of("N"));
        assertThat(only.params()).containsExactly("n");
        assertThat(only.values()).containsExactly("n");
        assertThatThrownBy(() -> table().only(List.of("k", "none"))).hasMessage("none");
    }
}
