package io.facegate.e2e;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.AccessFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** An agent that has each method of the product that another room may call report its calls to {@link RoomTrace}. */
public final class RoomTraceAgent implements ClassFileTransformer, CodeTransform {
    private static final ClassDesc TRACE = ClassDesc.of("io.facegate.e2e.RoomTrace");
    private static final MethodTypeDesc NOTHING = MethodTypeDesc.of(ConstantDescs.CD_void);

    private RoomTraceAgent() {}

    /** @param arguments the agent's own jar, a comma, the file to write */
    public static void premain(String arguments, Instrumentation instrumentation) throws IOException {
        var files = arguments.split(",");
        instrumentation.appendToBootstrapClassLoaderSearch(new JarFile(files[0]));
        instrumentation.addTransformer(new RoomTraceAgent());
        RoomTrace.awaiting(Path.of(files[1]));
    }

    @Override
    public byte[] transform(
            ClassLoader loader, String name, Class<?> redefined, ProtectionDomain domain, byte[] bytes) {
        if (loader == null || !name.startsWith("io/facegate/") || name.startsWith("io/facegate/e2e/")) {
            return null;
        }
        try {
            var known =
                    ClassHierarchyResolver.ofResourceParsing(loader).orElse(ClassHierarchyResolver.defaultResolver());
            var classes = ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(known));
            var model = classes.parse(bytes);
            if (isValue(model)) {
                return null;
            }
            return classes.transformClass(
                    model, ClassTransform.transformingMethodBodies(RoomTraceAgent::isReported, this));
        } catch (RuntimeException | Error broken) {
            broken.printStackTrace();
            throw broken;
        }
    }

    private static boolean isValue(ClassModel type) {
        var above = type.superclass().map(ClassEntry::asInternalName).orElse("");
        return above.equals("java/lang/Record")
                || above.equals("java/lang/Enum")
                || RoomTrace.isVocabulary(type.thisClass().asInternalName().replace('/', '.'));
    }

    /** No other room can call what is not public, but for the lambdas that it is given. */
    private static boolean isReported(MethodModel method) {
        return method.flags().has(AccessFlag.PUBLIC)
                || method.methodName().stringValue().startsWith("lambda$");
    }

    @Override
    public void atStart(CodeBuilder code) {
        code.invokestatic(TRACE, "entered", NOTHING);
    }

    @Override
    public void accept(CodeBuilder code, CodeElement element) {
        code.with(element);
    }

    static Path jar(Path folder) throws IOException {
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Premain-Class", RoomTraceAgent.class.getName());
        var file = folder.resolve("rooms.jar");
        try (var jar = new JarOutputStream(Files.newOutputStream(file), manifest)) {
            for (var type : new Class<?>[] {RoomTraceAgent.class, RoomTrace.class}) {
                var name = type.getName().replace('.', '/') + ".class";
                jar.putNextEntry(new JarEntry(name));
                try (var bytes = type.getClassLoader().getResourceAsStream(name)) {
                    bytes.transferTo(jar);
                }
            }
        }
        return file;
    }
}
