package org.fjd.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;

/** The schemas that say what the JSON of commands is. */
public final class Schemas {

    private Schemas() {}

    /** Asserts that a text is JSON as {@code src/site/json} says of it. */
    public static void assertFits(String json, String name) throws IOException {
        String text =
                Files.readString(
                        Sandbox.HOME.resolve("src/site/json").resolve(name + ".schema.json"));
        Schema schema =
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(text, InputFormat.JSON);
        assertThat(schema.validate(json, InputFormat.JSON)).as(json).isEmpty();
    }
}
