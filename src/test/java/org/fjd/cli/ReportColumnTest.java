package org.fjd.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportColumnTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                | {'at':[],'texts':[]}",
                "a                 | {'texts':['a']}",
                "a,b               | {'texts':['a','b']}",
                "a,a               | {'words':['a'],'of':[0,0]}",
                "a,b,a,b           | {'words':['a','b'],'of':[0,1,0,1]}",
                "a,b,a             | {'texts':['a','b','a']}",
                "-,-,-             | {'at':[],'texts':[]}",
                "-,a,-,-           | {'at':[2],'texts':['a']}",
                "-,a,-,b           | {'texts':['','a','','b']}",
                "a,-,-,-,-,-,-,b   | {'at':[1,7],'texts':['a','b']}",
                "a,-,-,-,-,-,-,a   | {'at':[1,7],'words':['a'],'of':[0,0]}",
                "a,-,a,-           | {'words':['a',''],'of':[0,1,0,1]}",
            })
    void textsAreWrittenInTheShortestOfItsForms(String texts, String json) throws Exception {
        List<String> column =
                texts.isEmpty()
                        ? List.of()
                        : List.of(texts.split(",")).stream()
                                .map(text -> text.equals("-") ? ReportColumn.NONE : text)
                                .toList();
        StringWriter written = new StringWriter();
        try (JsonGenerator generator = new JsonFactory().createGenerator(written)) {
            ReportColumn.write(generator, column);
        }
        assertThat(written).hasToString(json.replace('\'', '"'));
    }
}
