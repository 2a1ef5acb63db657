package io.facegate.e2e;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.FutureTask;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** An agent that takes memory of the process it is loaded into until there is none, and what then becomes of the error. */
public final class MemoryLeakAgent {
    private static final int PART = 1 << 20;

    private MemoryLeakAgent() {}

    /** What the agent does: its thread ends by the error, or an executor's task swallows it. */
    enum Act {
        LEAK,
        LEAK_SWALLOWED,
        /** Asks once for more than there is: no other thread is short of memory. */
        TOO_LARGE_SWALLOWED
    }

    /** @param act the name of an {@link Act} */
    public static void agentmain(String act, Instrumentation unused) throws InterruptedException {
        Runnable task = switch (act) {
            case "LEAK" -> MemoryLeakAgent::leak;
            case "LEAK_SWALLOWED" -> new FutureTask<>(MemoryLeakAgent::leak, null);
            default -> new FutureTask<>(() -> new byte[Integer.MAX_VALUE - 8]);
        };
        var thread = new Thread(task, "leak");
        thread.start();
        thread.join();
    }

    private static void leak() {
        var kept = new ArrayList<byte[]>();
        while (true) {
            kept.add(new byte[PART]);
        }
    }

    static Path jar(Path folder) throws IOException {
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Agent-Class", MemoryLeakAgent.class.getName());
        var name = MemoryLeakAgent.class.getName().replace('.', '/') + ".class";
        var file = folder.resolve("leak.jar");
        try (var jar = new JarOutputStream(Files.newOutputStream(file), manifest);
                var bytes = MemoryLeakAgent.class.getClassLoader().getResourceAsStream(name)) {
            jar.putNextEntry(new JarEntry(name));
            bytes.transferTo(jar);
        }
        return file;
    }
}
