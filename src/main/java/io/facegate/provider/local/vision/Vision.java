package io.facegate.provider.local.vision;

import ai.onnxruntime.OrtException;
import io.facegate.call.Fatal;
import io.facegate.call.Fault;
import io.facegate.call.Picture;
import io.facegate.provider.local.net.Models;
import io.facegate.provider.local.picture.Decoder;
import io.facegate.provider.local.picture.Pixels;
import io.facegate.provider.local.picture.Unreadable;
import io.facegate.provider.local.vision.View.Seen;
import java.io.IOException;
import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;

/** The eyes of the engine: finds the faces of a picture and takes their templates. */
public final class Vision implements AutoCloseable {
    private final Workbench workbench = new Workbench();
    private final FutureTask<Nets> nets = new FutureTask<>(Nets::open);
    private final Thread loading =
            Thread.ofPlatform().daemon().name("face-engine-load").unstarted(nets);
    private final AtomicBoolean begun = new AtomicBoolean();

    private Vision() {}

    /** Says at once what is missing; loads no native code before a picture is looked at, or {@link #load} says that some will be. */
    public static Vision open() throws IOException {
        Models.require("detector.onnx", "recognition.json", "recognition.bin");
        return new Vision();
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
    public View look(String organisation, Picture picture) throws Unreadable {
        return study(organisation, picture, 0);
    }

    /**
     * How many faces there are, counting what only may be one.
     *
     * @throws Fault when that cannot be told, as where others may see what is hidden here
     */
    public int count(String organisation, Picture picture) throws Unreadable {
        return workbench.run(organisation, Decoder.room(picture, true), () -> FaceCount.of(picture, nets().detector));
    }

    /**
     * The faces, the largest first; the first {@code templates} of them with their templates.
     *
     * @throws Unreadable when the picture cannot be decoded
     * @throws Fault.Overloaded when there is no room or time for it
     */
    public View study(String organisation, Picture picture, int templates) throws Unreadable {
        return workbench.run(
                organisation, Decoder.room(picture, false), () -> view(Decoder.decode(picture), templates));
    }

    private View view(Pixels picture, int templates) throws OrtException {
        var ready = nets();
        var faces = new ArrayList<Seen>();
        for (var seen : ready.detector.find(picture, Detector.SURE)) {
            var template = faces.size() < templates ? ready.embedder.embed(picture, seen) : null;
            faces.add(new Seen(Looks.describe(picture, seen), template));
        }
        return new View(faces, picture.rotated());
    }

    private Nets nets() {
        load();
        try {
            return nets.get();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw Fault.ShuttingDown.undone();
        } catch (ExecutionException failed) {
            Fatal.rethrow(failed.getCause());
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

    private record Nets(Detector detector, Embedder embedder) {
        static Nets open() throws IOException, OrtException {
            return new Nets(Detector.open(), Embedder.open());
        }
    }
}
