package org.fjd.work;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.fjd.job.JobName;
import org.fjd.job.JobTexts;
import org.fjd.spool.Spools;

class AnyFilePropertiesTest {

    @Provide
    Arbitrary<String> contents() {
        return Arbitraries.oneOf(JobTexts.jobs(), JobTexts.contents());
    }

    @Provide
    Arbitrary<String> names() {
        return JobTexts.names()
                .flatMap(name -> Arbitraries.of("", ".conf", ".conf", ".conf").map(name::concat))
                .filter(name -> !name.matches("|\\.\\.?|(?s).*[/\0].*"));
    }

    @Property(tries = 300)
    void endsOnceWithItsBytesAsTheyWereOrIsLeftAlone(
            @ForAll("names") String name, @ForAll("contents") String content) throws Exception {
        Serving serving = new Serving();
        Path root = serving.spool().root();
        Path dropped = root.resolve("jobqueue").resolve(name);
        Files.writeString(dropped, content, ISO_8859_1);
        serving.run();

        if (JobName.ofFileName(name).isEmpty()) {
            assertThat(dropped).usingCharset(ISO_8859_1).hasContent(content);
            assertThat(serving.started()).isEmpty();
            return;
        }
        List<String> left =
                Spools.files(serving.spool()).stream()
                        .filter(file -> file.endsWith(".conf"))
                        .toList();
        assertThat(left).singleElement().asString().matches("(?s)(done|failed)/.*");
        String ended = Files.readString(root.resolve(left.get(0)), ISO_8859_1);
        if (serving.started().isEmpty()) {
            assertThat(ended).isEqualTo(content);
            assertThat(root.resolve(left.get(0).replaceFirst("\\.conf$", ".reason"))).exists();
        } else {
            assertThat(serving.started()).hasSize(1);
            assertThat(ended).startsWith(content).endsWith("\nwhole = yes\n");
        }
    }
}
