package io.facegate.engine.net;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import java.io.IOException;

/** The model files on the class path, and how they are run: on the processor, one thread a call. */
public final class OnnxModels {
    private OnnxModels() {}

    public static byte[] bytes(String name) throws IOException {
        try (var file = OnnxModels.class.getResourceAsStream("/models/" + name)) {
            if (file == null) {
                throw new IOException(missing(name));
            }
            return file.readAllBytes();
        }
    }

    /** Says at once, not at the first picture, that a file is missing. */
    public static void require(String... names) throws IOException {
        for (var name : names) {
            if (OnnxModels.class.getResource("/models/" + name) == null) {
                throw new IOException(missing(name));
            }
        }
    }

    private static String missing(String name) {
        return "The face model models/" + name + " is not on the class path; build again.";
    }

    public static OrtSession session(byte[] model) throws OrtException {
        try (var options = new OrtSession.SessionOptions()) {
            // Several sessions with more threads each fight over the cores: one thread a call is faster.
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            return environment().createSession(model, options);
        }
    }

    /** The runtime, which tells nobody that it runs: Windows has a switch for that, elsewhere the library has nothing to tell with. */
    private static OrtEnvironment environment() throws OrtException {
        var environment = OrtEnvironment.getEnvironment();
        environment.setTelemetry(false);
        return environment;
    }
}
