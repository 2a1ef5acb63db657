package io.facegate.engine.vision;

import ai.onnxruntime.OrtException;
import io.facegate.call.FatalErrors;
import io.facegate.call.Fault;
import io.facegate.call.Picture;
import io.facegate.engine.net.FaceModel;
import io.facegate.engine.picture.PictureDecoder;
import io.facegate.engine.picture.Pixels;
import io.facegate.engine.picture.UnreadablePictureException;
import io.facegate.engine.vision.PictureFaces.PictureFace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;

/** The embedded face engine: detects faces and computes their templates. */
public final class FaceEngine implements AutoCloseable {
    private final ImageWorkerPool workbench = new ImageWorkerPool();
    private final FutureTask<Nets> nets = new FutureTask<>(Nets::open);
    private final Thread loading =
            Thread.ofPlatform().daemon().name("face-engine-load").unstarted(nets);
    private final AtomicBoolean begun = new AtomicBoolean();

    private FaceEngine() {}

    /**
     * Opens the engine; fails early if a model file is missing. Native code is loaded by the first picture or
     * {@link #load}.
     */
    public static FaceEngine open() throws IOException {
        FaceModel.requireAll();
        return new FaceEngine();
    }

    /** Starts loading the networks in the background; the first picture waits for them. */
    public void load() {
        if (begun.compareAndSet(false, true)) {
            loading.start();
        }
    }

    /**
     * Detects faces without templates, largest first.
     *
     * @param organisation whose share of the engine is used
     */
    public PictureFaces detect(String organisation, Picture picture) throws UnreadablePictureException {
        return detectWithTemplates(organisation, picture, 0);
    }

    /**
     * Counts faces, including possible ones.
     *
     * @throws Fault if they cannot be counted, for example under transparent parts, which other decoders may show
     */
    public int count(String organisation, Picture picture) throws UnreadablePictureException {
        return workbench.run(
                organisation,
                PictureDecoder.memoryNeeded(picture, true),
                () -> PictureFaceCounter.countFaces(picture, nets().detector));
    }

    /**
     * Detects faces, largest first, and computes templates for the first {@code templates} of them.
     *
     * @throws UnreadablePictureException if the picture cannot be decoded
     * @throws Fault.Overloaded if there is not enough memory or time
     */
    public PictureFaces detectWithTemplates(String organisation, Picture picture, int templates)
            throws UnreadablePictureException {
        return workbench.run(
                organisation,
                PictureDecoder.memoryNeeded(picture, false),
                () -> detectAndDescribe(PictureDecoder.decode(picture), templates));
    }

    private PictureFaces detectAndDescribe(Pixels picture, int templates) throws OrtException {
        var ready = nets();
        var faces = new ArrayList<PictureFace>();
        for (var seen : ready.detector.find(picture, FaceDetector.SURE)) {
            var template = faces.size() < templates ? ready.embedder.embed(picture, seen) : null;
            faces.add(new PictureFace(FaceDescriber.describe(picture, seen), template));
        }
        return new PictureFaces(faces, picture.rotationDegrees());
    }

    private Nets nets() {
        load();
        try {
            return nets.get();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw Fault.ShuttingDown.engineInterrupted();
        } catch (ExecutionException failed) {
            FatalErrors.rethrow(failed.getCause());
            throw new Fault.ProviderDown("The face engine could not load its networks: " + failed.getCause());
        }
    }

    /** Waits for loading to finish: a process that exits during native loading crashes. */
    @Override
    public void close() {
        workbench.close();
        try {
            // Loading that was never started is not awaited.
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
