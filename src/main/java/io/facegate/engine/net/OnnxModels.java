package io.facegate.engine.net;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.lang.foreign.Arena;

/** Loads the face models and runs them on the CPU, one thread per call. */
public final class OnnxModels {
    private OnnxModels() {}

    public static OrtSession session(FaceModel model) throws IOException, OrtException {
        try (var options = new OrtSession.SessionOptions();
                var arena = Arena.ofConfined()) {
            // One thread per call is faster: several sessions with more threads compete for the cores.
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            return environment().createSession(model.read(arena), options);
        }
    }

    /** The ONNX runtime without telemetry: Windows has a switch; on other platforms the library has no telemetry. */
    private static OrtEnvironment environment() throws OrtException {
        var environment = OrtEnvironment.getEnvironment();
        environment.setTelemetry(false);
        return environment;
    }
}
