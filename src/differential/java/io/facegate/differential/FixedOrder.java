package io.facegate.differential;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.instruction.InvokeInstruction;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Java's unmodifiable maps and sets are iterated in another order by each process, on purpose. Two processes of one build
 * would so forward the same keys in another order. Here their seed, which is the clock, is a constant for both builds.
 */
final class FixedOrder {
    private static final String CLASS = "java/util/ImmutableCollections.class";
    private static final long SEED = 0x5DEECE66DL;

    private FixedOrder() {}

    /** Writes the changed class into that folder; the options that make a Java process use it. */
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
