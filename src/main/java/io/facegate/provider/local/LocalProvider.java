package io.facegate.provider.local;

import io.facegate.call.Ask;
import io.facegate.call.Capability;
import io.facegate.call.Doubt;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Reference;
import io.facegate.call.Fault;
import io.facegate.call.Picture;
import io.facegate.call.Reply;
import io.facegate.call.Reply.Failure;
import io.facegate.call.via.Scale;
import io.facegate.call.via.Via;
import io.facegate.identity.Caller;
import io.facegate.identity.seal.SealPolicy;
import io.facegate.ledger.Cleared;
import io.facegate.provider.FaceCounter;
import io.facegate.provider.Provider;
import io.facegate.provider.local.gallery.Galleries;
import io.facegate.provider.local.picture.Unreadable;
import io.facegate.provider.local.vision.Vision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The embedded engine: answers on this machine what needs no cloud, with galleries in the data folder. */
public final class LocalProvider implements Provider, FaceCounter, AutoCloseable {
    /** What a face was found and described by: templates of another model do not compare. */
    public static final String MODEL = "facegate-local-1";

    private static final Set<Reference> PICTURES_ELSEWHERE = Set.of(Reference.S3_OBJECT, Reference.URL);

    private final Vision vision;
    private final Galleries galleries;
    private final Comparing comparing;
    private final Keeping keeping;
    private final Searching searching;
    private final Remembering remembering;
    private final Examples examples;
    private final Purposes purposes;

    private LocalProvider(Vision vision, Galleries galleries, InstantSource clock) {
        this.vision = vision;
        this.galleries = galleries;
        this.comparing = new Comparing(vision);
        this.keeping = new Keeping(vision, galleries, clock);
        this.searching = new Searching(vision, galleries);
        this.remembering = new Remembering(vision, galleries, clock);
        this.examples = new Examples(vision, galleries, clock);
        this.purposes = new Purposes(galleries);
    }

    /**
     * Opens the engine; its networks are loaded when they are first needed, or {@link #load} says that they will be.
     *
     * @param folder the data folder, made when it is missing
     * @throws IOException when the galleries cannot be opened or a model file is missing
     */
    public static LocalProvider open(Path folder, InstantSource clock) throws IOException {
        return open(folder, clock, SealPolicy.ALONE);
    }

    /** The same by that policy of sealed rows. */
    public static LocalProvider open(Path folder, InstantSource clock, SealPolicy policy) throws IOException {
        Files.createDirectories(folder);
        return new LocalProvider(Vision.open(), Galleries.open(folder, clock, policy), clock);
    }

    /** Loads the networks in the background, so that the first picture need not wait for all of that. */
    public void load() {
        vision.load();
    }

    @Override
    public boolean erasesWhenDue(FaceCall call) {
        return true;
    }

    /** The version and the beginning of the HMAC of the list of all galleries, to be put on record; or null. */
    public @Nullable String root() {
        return galleries.root();
    }

    /** Erases the templates whose time is over. */
    public void sweep() {
        galleries.sweep();
    }

    /** On a vendor's wire it stands in for that vendor, and stays bound by the rules for it; it says itself what it cannot. */
    @Override
    public @Nullable FaceCall spoken(FaceCall asked, Via via) {
        if (!via.wire().equals(Via.NEUTRAL)) {
            return asked.named(asked.provider(), asked.operation(), via);
        }
        boolean liveness = asked.ask() instanceof Ask.StartLiveness || asked.ask() instanceof Ask.ReadLiveness;
        return traits(asked).isEmpty() && !liveness ? asked.named(Scale.LOCAL.provider(), via.operation(), via) : null;
    }

    @Override
    public @Nullable Instant keepsSince(Caller caller, FaceCall asked) {
        var name = asked.facts().gallery();
        var gallery = name == null ? null : galleries.find(Owner.of(caller).erased(name));
        return gallery == null ? null : gallery.created();
    }

    @Override
    public @Nullable Doubt doubts(Caller caller, FaceCall call) {
        if (!Collections.disjoint(call.facts().references(), PICTURES_ELSEWHERE)) {
            return Doubt.REFERENCE_NOT_OWNED;
        }
        return call.facts().capabilities().contains(Capability.JOB_RESULT)
                ? Doubt.UNKNOWN_HANDLE
                : purposes.doubts(Owner.of(caller), call.ask());
    }

    @Override
    public Reply send(Cleared cleared) {
        var call = cleared.use();
        var unknown = traits(call);
        if (!unknown.isEmpty()) {
            return new Reply.Failed(
                    Failure.UNSUPPORTED,
                    "The embedded engine describes neither faces nor people; it was asked for: " + unknown + '.');
        }
        try {
            return answer(call.ask(), Owner.of(cleared.caller()));
        } catch (Unreadable unreadable) {
            return Replies.unreadable(unreadable);
        }
    }

    private static String traits(FaceCall call) {
        return call.facts().capabilities().stream()
                .filter(capability -> capability.within(Capability.ANALYZE)
                        && !call.facts().spare().contains(capability))
                .map(Capability::code)
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private Reply answer(Ask ask, Owner owner) throws Unreadable {
        return switch (ask) {
            case Ask.Detect detect -> comparing.detect(owner, detect);
            case Ask.Compare compare -> comparing.compare(owner, compare);
            case Ask.DetectEach detect -> comparing.detect(owner, detect);
            case Ask.DetectKeeping detect -> remembering.detect(owner, detect);
            case Ask.CompareKept compare -> remembering.compare(owner, compare);
            case Ask.SearchKept search -> remembering.search(owner, search);
            case Ask.CreateGallery create -> keeping.create(owner, create);
            case Ask.DescribeGallery describe -> keeping.describe(owner, describe);
            case Ask.ListGalleries list -> keeping.list(owner, list);
            case Ask.EraseGallery erase -> keeping.erase(owner, erase);
            case Ask.Enroll enroll -> keeping.enroll(owner, enroll);
            case Ask.EraseFaces erase -> keeping.eraseFaces(owner, erase);
            case Ask.ListFaces list -> searching.list(owner, list);
            case Ask.SearchByFace search -> searching.byFace(owner, search);
            case Ask.SearchByPicture search -> searching.byPicture(owner, search);
            case Ask.CompareEach compare -> comparing.compare(owner, compare);
            case Ask.OfExamples of -> examples.answer(owner, of);
            case Ask.Flawed(var kind, var message, var about) -> new Reply.Failed(kind, message, about);
            case Ask.StartLiveness _, Ask.ReadLiveness _ ->
                new Reply.Failed(Failure.UNSUPPORTED, "The embedded engine has no check of liveness.");
            case Ask.Elsewhere _ -> new Reply.Failed(Failure.UNSUPPORTED, "The embedded engine fetches no picture.");
            case Ask.Particular particular -> new Reply.Failed(Failure.UNSUPPORTED, particular.why());
        };
    }

    @Override
    public int count(Caller caller, Picture picture) {
        try {
            return vision.count(caller.organisation().id(), picture);
        } catch (Unreadable unreadable) {
            throw new Fault.ProviderDown("The faces cannot be counted: " + unreadable.sentence());
        }
    }

    @Override
    public void close() {
        vision.close();
        galleries.close();
    }
}
