package io.facegate.differential;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.instruction.InvokeInstruction;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Fixes the iteration order of Java's unmodifiable maps and sets. Java varies it by process on purpose, so two
 * processes of one build would forward the same keys in different order. This replaces their seed, the clock, by a
 * constant for both builds.
 */
final class FixedOrder {
    private static final String CLASS = "java/util/ImmutableCollections.class";
    private static final long SEED = 0x5DEECE66DL;

    private FixedOrder() {}

    /** Writes the patched class into that folder. Returns the JVM options that use it. */
    static String[] options(Path folder) throws IOException {
        var file = folder.resolve(CLASS);
        if (!Files.exists(file)) {
            var format = ClassFile.of();
            byte[] original;
            try (var in = Object.class.getResourceAsStream('/' + CLASS)) {
                original = in.readAllBytes();
            }
            var transform = ClassTransform.transformingMethodBodies(
                    method -> method.methodName().equalsString("<clinit>"), (builder, element) -> {
                        if (element instanceof InvokeInstruction call
                                && call.name().equalsString("nanoTime")) {
                            builder.loadConstant(SEED);
                        } else {
                            builder.with(element);
                        }
                    });
            Files.createDirectories(file.getParent());
            Files.write(file, format.transformClass(format.parse(original), transform));
        }
        return new String[] {"--patch-module", "java.base=" + folder, "-Xmx640m"};
    }
}
