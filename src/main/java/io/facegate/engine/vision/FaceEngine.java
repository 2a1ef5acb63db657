package io.facegate.engine.vision;

import ai.onnxruntime.OrtException;
import io.facegate.call.FatalErrors;
import io.facegate.call.Fault;
import io.facegate.call.Picture;
import io.facegate.engine.net.OnnxModels;
import io.facegate.engine.picture.PictureDecoder;
import io.facegate.engine.picture.Pixels;
import io.facegate.engine.picture.UnreadablePictureException;
import io.facegate.engine.vision.PictureFaces.Seen;
import java.io.IOException;
import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;

/** The eyes of the engine: finds the faces of a picture and takes their templates. */
public final class FaceEngine implements AutoCloseable {
    private final ImageWorkerPool workbench = new ImageWorkerPool();
    private final FutureTask<Nets> nets = new FutureTask<>(Nets::open);
    private final Thread loading =
            Thread.ofPlatform().daemon().name("face-engine-load").unstarted(nets);
    private final AtomicBoolean begun = new AtomicBoolean();

    private FaceEngine() {}

    /** Says at once what is missing; loads no native code before a picture is looked at, or {@link #load} says that some will be. */
    public static FaceEngine open() throws IOException {
        OnnxModels.require("detector.onnx", "recognition.json", "recognition.bin");
        return new FaceEngine();
    }

    /** Returns at once; the networks are loaded meanwhile, and the first picture waits for them. */
    public void load() {
        if (begun.compareAndSet(false, true)) {
            loading.start();
        }
    }

    /**
     * The faces, the largest first, without templates.
     *
     * @param organisation whose share of the engine it takes
     */
    public PictureFaces look(String organisation, Picture picture) throws UnreadablePictureException {
        return study(organisation, picture, 0);
    }

    /**
     * How many faces there are, counting what only may be one.
     *
     * @throws Fault when that cannot be told, as where others may see what is hidden here
     */
    public int count(String organisation, Picture picture) throws UnreadablePictureException {
        return workbench.run(
                organisation,
                PictureDecoder.room(picture, true),
                () -> PictureFaceCounter.of(picture, nets().detector));
    }

    /**
     * The faces, the largest first; the first {@code templates} of them with their templates.
     *
     * @throws UnreadablePictureException when the picture cannot be decoded
     * @throws Fault.Overloaded when there is no room or time for it
     */
    public PictureFaces study(String organisation, Picture picture, int templates) throws UnreadablePictureException {
        return workbench.run(
                organisation,
                PictureDecoder.room(picture, false),
                () -> view(PictureDecoder.decode(picture), templates));
    }

    private PictureFaces view(Pixels picture, int templates) throws OrtException {
        var ready = nets();
        var faces = new ArrayList<Seen>();
        for (var seen : ready.detector.find(picture, FaceDetector.SURE)) {
            var template = faces.size() < templates ? ready.embedder.embed(picture, seen) : null;
            faces.add(new Seen(FaceDescriber.describe(picture, seen), template));
        }
        return new PictureFaces(faces, picture.rotated());
    }

    private Nets nets() {
        load();
        try {
            return nets.get();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw Fault.ShuttingDown.undone();
        } catch (ExecutionException failed) {
            FatalErrors.rethrow(failed.getCause());
            throw new Fault.ProviderDown("The face engine could not load its networks: " + failed.getCause());
        }
    }

    /** Waits for the networks if they are still being loaded: a process that ends under the native loader crashes. */
    @Override
    public void close() {
        workbench.close();
        try {
            // One that was never begun is not waited for.
            loading.join();
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    private record Nets(FaceDetector detector, FaceEmbedder embedder) {
        static Nets open() throws IOException, OrtException {
            return new Nets(FaceDetector.open(), FaceEmbedder.open());
        }
    }
}
