package io.facegate.engine.vision;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.facegate.engine.net.FaceModel;
import io.facegate.engine.net.OnnxModels;
import io.facegate.engine.picture.Pixels;
import io.facegate.engine.picture.Pixels.Square;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Face detector (BlazeFace): runs on the whole picture, and on overlapping parts if it is large. */
final class FaceDetector {
    private static final int SIDE = 256;
    /** Minimum score of a face. */
    static final double SURE = 0.6;
    /** Minimum score of a possible face. */
    static final double DOUBTFUL = 0.4;

    /** The two anchor grids: cells per side, and anchors per cell; their outputs are identified by size. */
    private static final int[][] GRIDS = {{16, 2}, {8, 6}};

    private final OrtSession session;
    private final String input;

    private FaceDetector(OrtSession session) {
        this.session = session;
        this.input = session.getInputNames().iterator().next();
    }

    static FaceDetector open() throws IOException, OrtException {
        return new FaceDetector(OnnxModels.session(FaceModel.DETECTOR));
    }

    /** Finds faces of at least that score, largest first. */
    List<Detection> find(Pixels picture, double leastScore) throws OrtException {
        return NonMaximumSuppression.onePerFace(findIn(picture, DetectionWindows.of(picture), leastScore));
    }

    /** Finds faces that are whole in one of the parts; may contain duplicates. */
    List<Detection> findIn(Pixels picture, List<Square> parts, double leastScore) throws OrtException {
        var seen = new ArrayList<Detection>();
        for (var part : parts) {
            for (var face : look(picture, part)) {
                if (face.score() >= leastScore
                        && !DetectionWindows.isCut(face, part, picture.width(), picture.height())) {
                    seen.add(face);
                }
            }
        }
        return seen;
    }

    /** Finds faces in one part, in pixels of the picture; faces at its edges may be cut. */
    List<Detection> look(Pixels picture, Square part) throws OrtException {
        var values = picture.square(part, SIDE);
        for (int i = 0; i < values.length; i++) {
            values[i] = values[i] / 127.5f - 1;
        }
        var faces = new ArrayList<Detection>();
        try (var tensor = OnnxTensor.createTensor(
                        OrtEnvironment.getEnvironment(), FloatBuffer.wrap(values), new long[] {1, SIDE, SIDE, 3});
                var result = session.run(Map.of(input, tensor))) {
            var outputs = new ArrayList<float[][]>();
            for (var output : result) {
                outputs.add(((float[][][]) output.getValue().getValue())[0]);
            }
            for (int[] grid : GRIDS) {
                int anchors = grid[0] * grid[0] * grid[1];
                var scores = sized(outputs, anchors, 1);
                var places = sized(outputs, anchors, 4 + 2 * Detection.POINTS);
                read(new Grid(grid[0], grid[1], scores, places), part, faces);
            }
        }
        return faces;
    }

    private static float[][] sized(List<float[][]> outputs, int rows, int columns) {
        return outputs.stream()
                .filter(output -> output.length == rows && output[0].length == columns)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("The detector has no output of " + rows + 'x' + columns));
    }

    private static void read(Grid grid, Square part, List<Detection> faces) {
        for (int anchor = 0; anchor < grid.scores.length; anchor++) {
            double score = 1 / (1 + Math.exp(-grid.scores[anchor][0]));
            if (score >= DOUBTFUL) {
                faces.add(grid.sighting(anchor, score, part));
            }
        }
    }

    /** Raw output of one anchor grid: offsets from the cell centre, in pixels of the window. */
    private record Grid(int cells, int each, float[][] scores, float[][] places) {
        Detection sighting(int anchor, double score, Square part) {
            int cell = anchor / each;
            int row = cell / cells;
            double scale = part.side() / SIDE;
            double x = part.left() + (cell % cells + 0.5) / cells * part.side();
            double y = part.top() + (row + 0.5) / cells * part.side();
            var place = places[anchor];
            var points = new ArrayList<PixelPoint>(Detection.POINTS);
            for (int at = 4; at < place.length; at += 2) {
                points.add(new PixelPoint(x + place[at] * scale, y + place[at + 1] * scale));
            }
            double wide = place[2] * scale;
            double high = place[3] * scale;
            double left = x + place[0] * scale - wide / 2;
            double top = y + place[1] * scale - high / 2;
            return new Detection(left, top, wide, high, score, points);
        }
    }
}
