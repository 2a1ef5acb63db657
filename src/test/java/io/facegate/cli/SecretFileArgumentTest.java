package io.facegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.app.server.GatewayOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Files with secrets that others can read. */
class SecretFileArgumentTest {
    @TempDir
    private Path folder;

    @Test
    void aFileThatOthersCanReadIsWarnedOfAndOneThatTheyCannotIsNot() throws Exception {
        for (var open : List.of("rw-r--r--", "rw-r-----", "rw--w----", "rw-------")) {
            var file = folder.resolve(open);
            Files.writeString(file, "secret");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(open));
            assertThat(SecretFileArgument.isOpen(file)).as(open).isEqualTo(!open.endsWith("-------"));
            assertThat(warnings(() -> new SecretFileArgument().convert(file.toString())))
                    .as(open)
                    .hasSize(open.endsWith("-------") ? 0 : 1)
                    .allMatch(line -> line.contains(file.toString()) && !line.contains("secret\n"));
        }
        assertThat(SecretFileArgument.isOpen(folder.resolve("nothing"))).isFalse();
    }

    @Test
    void everyOptionOfTheGatewayThatNamesASecretIsLookedAt() {
        var spec = new CommandLine(new GatewayOptions()).getCommandSpec();
        assertThat(spec.options())
                .filteredOn(
                        option -> option.longestName().matches(".*-(key|keys|secret|certificate|credentials|token)"))
                .isNotEmpty()
                .allSatisfy(option -> assertThat(option.converters())
                        .as(option.longestName())
                        .hasOnlyElementsOfType(SecretFileArgument.class)
                        .isNotEmpty());
    }

    private static List<String> warnings(Runnable work) {
        var lines = new ArrayList<String>();
        var logger = Logger.getLogger(SecretFileArgument.class.getName());
        var listener = new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(line.getMessage() + java.util.Arrays.toString(line.getParameters()));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        logger.addHandler(listener);
        try {
            work.run();
        } finally {
            logger.removeHandler(listener);
        }
        return lines;
    }
}
