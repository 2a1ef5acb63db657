package io.facegate.vendor.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** Finds virtual threads that waited without giving their carrier to others, as the JDK's own recorder saw them. */
public final class Pins {
    private static final String EVENT = "jdk.VirtualThreadPinned";
    private static final Duration LONG = Duration.ofMillis(50);

    private Pins() {}

    /** Those that waited so for long while something was done, by what was on their stack. */
    public static List<String> during(Path folder, Runnable work) throws IOException {
        var file = Files.createTempFile(folder, "pins", ".jfr");
        try (var recording = new Recording()) {
            recording.enable(EVENT).withThreshold(LONG).withStackTrace();
            recording.start();
            work.run();
            recording.stop();
            recording.dump(file);
        }
        return RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().equals(EVENT))
                .map(RecordedEvent::toString)
                .toList();
    }
}
