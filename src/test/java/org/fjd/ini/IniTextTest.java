package org.fjd.ini;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IniTextTest {

    private static String set(String text) {
        return IniText.with(text, "fjd", "lease", "5m");
    }

    /** {@code |} stands for a line's end. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "''>[fjd]|lease = 5m|",
                "[fjd]>[fjd]|lease = 5m|",
                "[fjd]|>[fjd]|lease = 5m|",
                "[fjd]|lease = 2m|>[fjd]|lease = 5m|",
                "[fjd]|lease = 2m>[fjd]|lease = 5m",
                "[fjd]|LEASE: 2m|>[fjd]|LEASE: 5m|",
                "[fjd]|  lease=2m|>[fjd]|  lease=5m|",
                "[fjd]|lease|>[fjd]|lease = 5m|",
                "[fjd]|lease =|>[fjd]|lease =5m|",
                "[fjd]|lease = 2m|lease = 3m|>[fjd]|lease = 5m|lease = 3m|",
                "[fjd]|a = 1||# end|>[fjd]|a = 1|lease = 5m||# end|",
                "[fjd]|# lease = 2m|; lease = 3m|>[fjd]|lease = 5m|# lease = 2m|; lease = 3m|",
                "[fjd]|leases = 1|>[fjd]|leases = 1|lease = 5m|",
                "[limits]|lease = 3|>[limits]|lease = 3|[fjd]|lease = 5m|",
                "[fjd]|a = 1|[limits]|lease = 3|>[fjd]|a = 1|lease = 5m|[limits]|lease = 3|",
                "[fjd]|a = 1|[fjd]|lease = 3m|>[fjd]|a = 1|lease = 5m|[fjd]|lease = 3m|",
                "[fjd] # mine|lease = 2m|>[fjd] # mine|lease = 5m|",
                "[fjd]|lease = 2m|  # no value|   3m|b = 1|>[fjd]|lease = 5m|  # no value|b = 1|",
                "[fjd]|a = 1|  lease = 2|>[fjd]|a = 1|  lease = 2|lease = 5m|",
                "[other]|a = 1|  [fjd]|>[other]|a = 1|  [fjd]|[fjd]|lease = 5m|",
                "# all|[fjd]|lease = 2m; x = y|># all|[fjd]|lease = 5m|"
            })
    void oneValueIsChangedAndAllElseStays(String text, String changed) throws IniException {
        for (String end : new String[] {"\n", "\r\n", "\r"}) {
            boolean hasEnd = text.contains("|");
            String expected = changed.replace("|", hasEnd ? end : "\n");
            String result = set(text.replace("|", end));
            assertThat(result).isEqualTo(expected);
            assertThat(Ini.parse(result).section("fjd").orElseThrow().get("lease")).hasValue("5m");
        }
    }

    @Test
    void whatIsSetAgainStaysAsItIs() {
        String once = set("# mine\n[fjd]\n\ttrust = ann\n");
        assertThat(set(once)).isEqualTo(once);
    }
}
