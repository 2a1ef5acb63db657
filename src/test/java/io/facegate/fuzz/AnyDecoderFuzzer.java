package io.facegate.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** All decoders in one process: the first byte says which of them decodes the rest. */
public final class AnyDecoderFuzzer {
    private AnyDecoderFuzzer() {}

    public static void fuzzerTestOneInput(byte[] input) throws ReflectiveOperationException {
        if (input.length > 0) {
            var all = FuzzTarget.values();
            all[(input[0] & 0xff) % all.length].run(Arrays.copyOfRange(input, 1, input.length));
        }
    }

    /** The corpora of all decoders, each input behind the byte of its decoder, in that new folder. */
    static Path corpus(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (var target : FuzzTarget.values()) {
            try (var inputs = Files.list(Fuzzing.corpus(target))) {
                for (var input : (Iterable<Path>) inputs::iterator) {
                    var bytes = Files.readAllBytes(input);
                    var behind = new byte[bytes.length + 1];
                    behind[0] = (byte) target.ordinal();
                    System.arraycopy(bytes, 0, behind, 1, bytes.length);
                    Files.write(folder.resolve(target.word() + '-' + input.getFileName()), behind);
                }
            }
        }
        return folder;
    }
}
