package io.facegate.engine.net;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import java.io.IOException;

/** Loads the ONNX model files on the class path and runs them on the CPU, one thread per call. */
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

    /** Fails early if a model file is missing. */
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
            // One thread per call is faster: several sessions with more threads compete for the cores.
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            return environment().createSession(model, options);
        }
    }

    /** The ONNX runtime without telemetry: Windows has a switch; on other platforms the library has no telemetry. */
    private static OrtEnvironment environment() throws OrtException {
        var environment = OrtEnvironment.getEnvironment();
        environment.setTelemetry(false);
        return environment;
    }
}
