package io.facegate.vendor.embedded.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.Stage;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Reply;
import io.facegate.call.ResourceLeases;
import io.facegate.integrity.SealOptions;
import io.facegate.integrity.SealedRowTransactions;
import io.facegate.integrity.TamperAlarm;
import io.facegate.registry.TwoGateways;
import io.facegate.testkit.ReducedTries;
import io.facegate.vendor.embedded.client.EmbeddedProvider.SharedGalleries;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a gallery is for, with each purpose at a gateway of its own; both gateways share one PostgreSQL. */
class GalleriesAcrossGatewaysTest {
    private static final NormalizedRequest.SearchByPicture SEARCH =
            new NormalizedRequest.SearchByPicture("missing", Album.photo("cage.jpg"), 0.5, 10);

    @TempDir
    private Path folder;

    private EmbeddedProvider first;
    private EmbeddedProvider second;
    private Asking finder;
    private Asking other;

    @BeforeEach
    void open() throws Exception {
        var rows = TwoGateways.openGalleries(folder, TamperAlarm.NONE);
        first = engine("a", rows.get(0));
        second = engine("b", rows.get(1));
        finder = Asking.as(first, "finder");
        other = Asking.as(second, "finder").declaring("suspect_identification");
    }

    private EmbeddedProvider engine(String name, SealedRowTransactions rows) throws IOException {
        return EmbeddedProvider.openShared(
                folder.resolve(name),
                InstantSource.system(),
                SealOptions.ALONE,
                new SharedGalleries(rows, ResourceLeases.NONE));
    }

    /** Not before their networks are loaded: a process that ends meanwhile ends in their library. */
    @AfterEach
    void close() {
        for (var engine : List.of(first, second)) {
            assertThat(engine.count(Stage.caller("finder"), Album.photo("cage.jpg")))
                    .isEqualTo(1);
            engine.close();
        }
    }

    private static String enroll(Asking who, String person) {
        var ask = new NormalizedRequest.Enroll("missing", Album.photo("cage.jpg"), person, 1);
        return who.ask(ask, Reply.Enrolled.class).enrolled().getFirst().faceId();
    }

    /** Each was permitted at one gateway before the gallery was erased and begun again at the other. */
    @Test
    void whatOneDecidedBeforeTheOtherBeganAGalleryAnewIsNotAnswered() {
        finder.ask(new NormalizedRequest.CreateGallery("missing"), Reply.GalleryCreated.class);
        var face = enroll(finder, "case-17");
        var asked = List.of(
                new NormalizedRequest.DescribeGallery("missing"),
                new NormalizedRequest.SearchByFace("missing", face, 0.5, 10),
                SEARCH,
                new NormalizedRequest.ListFaces("missing", List.of(), new NormalizedRequest.Page(10, null)),
                new NormalizedRequest.Enroll("missing", Album.photo("cage.jpg"), "x", 1));
        assertThat(asked)
                .allSatisfy(ask -> assertThat(finder.ask(ask))
                        .as("the control: %s before", ask)
                        .isNotInstanceOf(Reply.Failed.class));
        other.ask(new NormalizedRequest.EraseGallery("missing"), Reply.GalleryErased.class);
        other.ask(new NormalizedRequest.CreateGallery("missing"), Reply.GalleryCreated.class);
        assertThat(asked)
                .allSatisfy(
                        ask -> assertThat(finder.ask(ask, Reply.Failed.class).message())
                                .as(ask.toString())
                                .contains("so this call was stopped"));
        assertThat(other.ask(new NormalizedRequest.DescribeGallery("missing"), Reply.Gallery.class)
                        .faces())
                .isZero();
    }

    /** One gateway searches without end; at the other the gallery is erased, and begun again for each purpose in turn. */
    @Test
    void aSearchBesideAnErasureAtTheOtherFindsNobodyOfAnotherPurpose() throws Exception {
        var beside = Asking.as(second, "finder");
        var over = new AtomicBoolean();
        var found = new AtomicInteger();
        var wrong = new CopyOnWriteArrayList<Reply>();
        var searching = Thread.ofPlatform().start(() -> {
            while (!over.get()) {
                var said = finder.ask(SEARCH);
                if (said.toString().contains("of-the-other")) {
                    wrong.add(said);
                }
                if (said.toString().contains("of-the-finder")) {
                    found.incrementAndGet();
                }
            }
        });
        try {
            for (int round = 0; round < ReducedTries.times(6, 30) || found.get() == 0; round++) {
                other.ask(new NormalizedRequest.CreateGallery("missing"), Reply.GalleryCreated.class);
                enroll(other, "of-the-other");
                other.ask(new NormalizedRequest.EraseGallery("missing"), Reply.GalleryErased.class);
                beside.ask(new NormalizedRequest.CreateGallery("missing"), Reply.GalleryCreated.class);
                enroll(beside, "of-the-finder");
                beside.ask(new NormalizedRequest.EraseGallery("missing"), Reply.GalleryErased.class);
            }
        } finally {
            over.set(true);
            searching.join();
        }
        assertThat(wrong).isEmpty();
        assertThat(found.get()).as("the control: its own it finds").isPositive();
    }
}
