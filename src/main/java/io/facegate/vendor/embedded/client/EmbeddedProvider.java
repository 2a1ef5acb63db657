package io.facegate.vendor.embedded.client;

import io.facegate.call.Capability;
import io.facegate.call.CrossVendorRoute;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Reference;
import io.facegate.call.Fault;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Picture;
import io.facegate.call.PreconditionFailure;
import io.facegate.call.Reply;
import io.facegate.call.Reply.Failure;
import io.facegate.call.ResourceLeases;
import io.facegate.call.SimilarityScale;
import io.facegate.engine.gallery.GalleryStore;
import io.facegate.engine.picture.UnreadablePictureException;
import io.facegate.engine.vision.FaceEngine;
import io.facegate.identity.Caller;
import io.facegate.integrity.SealOptions;
import io.facegate.integrity.SealedRowTransactions;
import io.facegate.ledger.Cleared;
import io.facegate.vendor.client.CallPlan;
import io.facegate.vendor.client.FaceCounter;
import io.facegate.vendor.client.OwnershipGuard;
import io.facegate.vendor.client.PlannedCall;
import io.facegate.vendor.client.Provider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Provider for the embedded engine: answers on this machine, without a cloud; galleries are in the data folder, or in a database. */
public final class EmbeddedProvider implements Provider, FaceCounter, AutoCloseable {
    /** Name of the engine's detection and template model; templates of different models cannot be compared. */
    public static final String MODEL = "facegate-local-1";

    private static final Set<Reference> PICTURES_ELSEWHERE = Set.of(Reference.S3_OBJECT, Reference.URL);

    /** Half of it is how long a call waits for another one that creates or erases the same gallery. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final FaceEngine vision;
    private final GalleryStore galleries;
    private final PictureService comparing;
    private final GalleryService keeping;
    private final GallerySearchService searching;
    private final TemporaryFaceService remembering;
    private final SubjectService examples;
    private final GalleryPurposes purposes;

    private final OwnershipGuard guard;

    private EmbeddedProvider(FaceEngine vision, GalleryStore galleries, InstantSource clock, ResourceLeases leases) {
        this.guard = new OwnershipGuard(leases);
        this.vision = vision;
        this.galleries = galleries;
        this.comparing = new PictureService(vision);
        this.keeping = new GalleryService(vision, galleries, clock);
        this.searching = new GallerySearchService(vision, galleries);
        this.remembering = new TemporaryFaceService(vision, galleries, clock);
        this.examples = new SubjectService(vision, galleries, clock);
        this.purposes = new GalleryPurposes(galleries);
    }

    /**
     * Opens the engine. Networks are loaded at first use, or in the background by {@link #load}.
     *
     * @param folder the data folder, created if missing
     * @throws IOException when the galleries cannot be opened or a model file is missing
     */
    public static EmbeddedProvider open(Path folder, InstantSource clock) throws IOException {
        return open(folder, clock, SealOptions.ALONE);
    }

    /** Opens the engine with a policy for sealed rows. */
    public static EmbeddedProvider open(Path folder, InstantSource clock, SealOptions policy) throws IOException {
        Files.createDirectories(folder);
        return new EmbeddedProvider(
                FaceEngine.open(), GalleryStore.open(folder, clock, policy), clock, ResourceLeases.NONE);
    }

    /** The galleries that gateways share, and the leases among them. */
    public record SharedGalleries(SealedRowTransactions rows, ResourceLeases leases) {}

    /** Opens the engine with the galleries that gateways share; those of the folder are taken along. */
    public static EmbeddedProvider openShared(
            Path folder, InstantSource clock, SealOptions policy, SharedGalleries shared) throws IOException {
        Files.createDirectories(folder);
        return new EmbeddedProvider(
                FaceEngine.open(), GalleryStore.openShared(folder, shared.rows, clock, policy), clock, shared.leases);
    }

    /** Loads the networks in the background, so that the first picture does not wait for all of them. */
    public void load() {
        vision.load();
    }

    /** Returns the version and a prefix of the HMAC of the list of all galleries, to be recorded; or null. */
    public @Nullable String root() {
        return galleries.root();
    }

    /** Erases expired templates. */
    public void sweep() {
        galleries.sweep();
    }

    @Override
    public CallPlan plan(Caller caller, FaceCall asked) {
        return new CallPlan() {
            @Override
            public List<PlannedCall> ways() {
                var call = asked.route() == null ? asked : translate(asked, asked.route());
                return call == null
                        ? List.of()
                        : List.of(new PlannedCall(call, one -> askOwnership(caller, one), true));
            }

            @Override
            public @Nullable Instant ownedSince() {
                var name = asked.facts().gallery();
                var gallery = name == null
                        ? null
                        : galleries.find(GalleryOwner.forCaller(caller).keyForErasing(name));
                return gallery == null ? null : gallery.created();
            }
        };
    }

    /** On a vendor's wire the engine replaces that vendor under its rules, and reports unsupported requests itself. */
    private static @Nullable FaceCall translate(FaceCall asked, CrossVendorRoute via) {
        if (!via.wire().equals(CrossVendorRoute.NEUTRAL)) {
            return asked.routedTo(asked.provider(), asked.operation(), via);
        }
        boolean missing = switch (asked.request()) {
            case NormalizedRequest.StartLiveness _,
                    NormalizedRequest.ReadLiveness _,
                    NormalizedRequest.DetectPeople _ -> true;
            default -> false;
        };
        return traits(asked).isEmpty() && !missing
                ? asked.routedTo(SimilarityScale.LOCAL.provider(), via.operation(), via)
                : null;
    }

    private @Nullable PreconditionFailure findPreconditionFailure(Caller caller, FaceCall call) {
        // A picture in storage is told as a mistake, in the answer: the engine reads no storage.
        if (!(call.request() instanceof NormalizedRequest.InStorage)
                && !Collections.disjoint(call.facts().references(), PICTURES_ELSEWHERE)) {
            return PreconditionFailure.REFERENCE_NOT_OWNED;
        }
        return call.facts().capabilities().contains(Capability.JOB_RESULT)
                ? PreconditionFailure.UNKNOWN_HANDLE
                : purposes.findPreconditionFailure(GalleryOwner.forCaller(caller), call.request());
    }

    /** The engine finds people by their faces, so whoever asks for people asks it to detect faces. */
    private FaceCall askOwnership(Caller caller, FaceCall asked) {
        var doubt = findPreconditionFailure(caller, asked);
        var call = doubt == null ? asked : asked.withPreconditionFailure(doubt);
        return call.request() instanceof NormalizedRequest.DetectPeople
                ? call.withFacts(call.facts().withCapability(Capability.DETECT))
                : call;
    }

    @Override
    public Reply send(Cleared cleared) {
        var call = cleared.consume();
        var unknown = traits(call);
        if (!unknown.isEmpty()) {
            return new Reply.Failed(
                    Failure.UNSUPPORTED,
                    "The embedded engine describes neither faces nor people. The call asked for: " + unknown + '.');
        }
        var owner = GalleryOwner.forCaller(cleared.caller());
        var named = GalleryPurposes.namedResources(owner, call.request());
        return guard.sendIfUnchanged(
                new OwnershipGuard.Decided(cleared.caller(), call, named),
                this::askOwnership,
                System.nanoTime() + PATIENCE.toNanos(),
                () -> answer(call.request(), owner));
    }

    private Reply answer(NormalizedRequest ask, GalleryOwner owner) {
        try {
            return dispatch(ask, owner);
        } catch (UnreadablePictureException unreadable) {
            return EmbeddedReplies.unreadable(unreadable);
        }
    }

    private static String traits(FaceCall call) {
        return call.facts().capabilities().stream()
                .filter(capability -> capability.isWithin(Capability.ANALYZE)
                        && !call.facts().unrequested().contains(capability))
                .map(Capability::code)
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private Reply dispatch(NormalizedRequest ask, GalleryOwner owner) throws UnreadablePictureException {
        return switch (ask) {
            case NormalizedRequest.Detect detect -> comparing.detect(owner, detect);
            case NormalizedRequest.Compare compare -> comparing.compare(owner, compare);
            case NormalizedRequest.DetectEach detect -> comparing.detect(owner, detect);
            case NormalizedRequest.DetectKeeping detect -> remembering.detect(owner, detect);
            case NormalizedRequest.CompareKept compare -> remembering.compare(owner, compare);
            case NormalizedRequest.CompareKeptFace compare -> remembering.compare(owner, compare);
            case NormalizedRequest.SearchKept search -> remembering.search(owner, search);
            case NormalizedRequest.CreateGallery create -> keeping.create(owner, create);
            case NormalizedRequest.DescribeGallery describe -> keeping.describe(owner, describe);
            case NormalizedRequest.ListGalleries list -> keeping.list(owner, list);
            case NormalizedRequest.EraseGallery erase -> keeping.erase(owner, erase);
            case NormalizedRequest.Enroll enroll -> keeping.enroll(owner, enroll);
            case NormalizedRequest.EraseFaces erase -> keeping.eraseFaces(owner, erase);
            case NormalizedRequest.ListFaces list -> searching.list(owner, list);
            case NormalizedRequest.SearchByFace search -> searching.searchByFace(owner, search);
            case NormalizedRequest.SearchByPicture search -> searching.searchByPicture(owner, search);
            case NormalizedRequest.CompareEach compare -> comparing.compare(owner, compare);
            case NormalizedRequest.ExampleRequest of -> examples.handle(owner, of);
            case NormalizedRequest.Flawed(var kind, var message, var about) -> new Reply.Failed(kind, message, about);
            case NormalizedRequest.StartLiveness _, NormalizedRequest.ReadLiveness _ ->
                unsupported("The embedded engine has no liveness check.");
            case NormalizedRequest.DetectPeople detect -> comparing.detect(owner, detect);
            case NormalizedRequest.PicturesAtUrls _ -> unsupported("The embedded engine does not fetch pictures.");
            case NormalizedRequest.InStorage _ ->
                new Reply.Failed(Failure.INVALID_PARAMETER, "The embedded engine does not read S3. Send the bytes.");
            case NormalizedRequest.VendorSpecific particular -> unsupported(particular.reason());
        };
    }

    private static Reply.Failed unsupported(String why) {
        return new Reply.Failed(Failure.UNSUPPORTED, why);
    }

    @Override
    public int count(Caller caller, Picture picture) {
        try {
            return vision.count(caller.organisation().id(), picture);
        } catch (UnreadablePictureException unreadable) {
            throw new Fault.ProviderDown("The faces cannot be counted: " + unreadable.sentence());
        }
    }

    @Override
    public void close() {
        vision.close();
        galleries.close();
    }
}
