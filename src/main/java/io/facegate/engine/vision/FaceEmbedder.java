package io.facegate.engine.vision;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.facegate.engine.net.FaceModel;
import io.facegate.engine.net.OnnxModels;
import io.facegate.engine.picture.Pixels;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.Map;

/** Computes the template (embedding) of an aligned face: the mean of the network's output for it and its mirror. */
final class FaceEmbedder {
    private static final int SIDE = 150;
    private static final int NUMBERS = 128;
    private static final String INPUT = "chips";
    private static final int PLANE = SIDE * SIDE;
    private static final float[] MEAN_COLOUR = {122.782f, 117.001f, 104.298f};
    private static final int MOST_SAMPLES = 8;

    private final OrtSession session;

    private FaceEmbedder(OrtSession session) {
        this.session = session;
    }

    static FaceEmbedder open() throws IOException, OrtException {
        return new FaceEmbedder(OnnxModels.session(FaceModel.RECOGNITION));
    }

    FaceTemplate embed(Pixels picture, Detection face) throws OrtException {
        var chips = chips(picture, FaceAlignment.of(face));
        try (var tensor = OnnxTensor.createTensor(
                        OrtEnvironment.getEnvironment(), FloatBuffer.wrap(chips), new long[] {2, 3, SIDE, SIDE});
                var result = session.run(Map.of(INPUT, tensor))) {
            var both = (float[][]) result.get(0).getValue();
            var mean = new float[NUMBERS];
            for (int i = 0; i < mean.length; i++) {
                mean[i] = (both[0][i] + both[1][i]) / 2;
            }
            return new FaceTemplate(mean);
        }
    }

    /** Input tensor: the face, then its mirror image, as planes of red, green and blue. */
    private static float[] chips(Pixels picture, FaceAlignment alignment) {
        var chips = new float[2 * 3 * PLANE];
        int samples = (int) Math.clamp(Math.ceil(alignment.scale()), 1, MOST_SAMPLES);
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                for (int channel = 0; channel < 3; channel++) {
                    float value = sample(picture, alignment, new Spot(x, y, channel), samples);
                    float normal = (value - MEAN_COLOUR[channel]) / 255;
                    chips[channel * PLANE + y * SIDE + x] = normal;
                    chips[(3 + channel) * PLANE + y * SIDE + SIDE - 1 - x] = normal;
                }
            }
        }
        return chips;
    }

    /** Mean over the picture area of one chip pixel, which may cover many picture pixels. */
    private static float sample(Pixels picture, FaceAlignment alignment, Spot spot, int samples) {
        float sum = 0;
        for (int down = 0; down < samples; down++) {
            for (int right = 0; right < samples; right++) {
                double x = spot.x + (right + 0.5) / samples - 0.5;
                double y = spot.y + (down + 0.5) / samples - 0.5;
                sum += picture.mixed(alignment.x(x, y), alignment.y(x, y), spot.channel);
            }
        }
        return sum / (samples * samples);
    }

    private record Spot(int x, int y, int channel) {}
}
