package io.facegate.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes a line for each call from one room to another: thread, calling room, called room, calling method, called
 * method. Instrumented code calls it; it knows nothing but the JDK, as it is loaded by the boot loader.
 */
public final class RoomTrace {
    private static final String ROOT = "io.facegate.";
    private static final StackWalker STACK = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    private static Path file = Path.of("rooms");
    private static volatile boolean recording;

    private RoomTrace() {}

    /** Begins once the file is there, and says so in it: what comes before would take minutes. */
    public static void awaiting(Path written) {
        file = written;
        var waiting = new Thread(() -> {
            while (!Files.exists(written)) {
                LockSupport.parkNanos(10_000_000);
            }
            write("recording\n");
            recording = true;
        });
        waiting.setDaemon(true);
        waiting.start();
    }

    /** The instrumented method that calls this was entered. */
    public static void entered() {
        if (!recording) {
            return;
        }
        var two = STACK.walk(frames -> frames.filter(RoomTrace::isOurs).limit(2).toList());
        var callee = two.getFirst();
        if (two.size() < 2) {
            write(Thread.currentThread().threadId() + " - " + room(callee) + " - " + method(callee) + '\n');
            return;
        }
        var caller = two.getLast();
        if (!isValue(caller.getDeclaringClass()) && !room(caller).equals(room(callee))) {
            write(Thread.currentThread().threadId() + " " + room(caller) + ' ' + room(callee) + ' ' + method(caller)
                    + ' ' + method(callee) + '\n');
        }
    }

    private static boolean isOurs(StackWalker.StackFrame frame) {
        var name = frame.getDeclaringClass().getName();
        return name.startsWith(ROOT) && !name.startsWith(ROOT + "e2e.");
    }

    /** Values go from room to room; what they compute on the way is no step of it. */
    private static boolean isValue(Class<?> type) {
        return type.isRecord()
                || type.isEnum()
                || Throwable.class.isAssignableFrom(type)
                || isVocabulary(type.getName());
    }

    /** Shared words, writers and mappers of JSON, the pass of the ledger, and the list of a decision's rules. */
    public static boolean isVocabulary(String type) {
        return type.startsWith(ROOT + "call.")
                || type.startsWith(ROOT + "json.")
                || type.equals(ROOT + "ledger.Cleared")
                || type.equals(ROOT + "policy.RuleIds");
    }

    /** The first word of the package; of a vendor, its wire or its client. */
    private static String room(StackWalker.StackFrame frame) {
        var inside = frame.getDeclaringClass().getName().substring(ROOT.length());
        if (inside.startsWith("vendor.")) {
            return inside.contains(".wire.") ? "vendor.wire" : "vendor.client";
        }
        return inside.replaceFirst("[.].*", "");
    }

    private static String method(StackWalker.StackFrame frame) {
        return frame.getDeclaringClass().getName().replaceFirst(".*[.]", "") + '.' + frame.getMethodName();
    }

    private static synchronized void write(String line) {
        try {
            Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException unwritten) {
            throw new UncheckedIOException(unwritten);
        }
    }
}
