package io.facegate.vendor.google.wire.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.cloud.vision.v1.AnnotateImageRequest;
import com.google.cloud.vision.v1.BatchAnnotateImagesRequest;
import com.google.cloud.vision.v1.CropHintsParams;
import com.google.cloud.vision.v1.Feature;
import com.google.cloud.vision.v1.Image;
import com.google.cloud.vision.v1.ImageContext;
import com.google.cloud.vision.v1.ImageSource;
import com.google.cloud.vision.v1.LatLongRect;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import com.google.type.LatLng;
import io.facegate.call.PreconditionFailure;
import io.facegate.vendor.wire.StrictJson.Blob;
import io.facegate.vendor.wire.StrictJson.Unreadable;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Messages are read strictly, and as Google's own classes read them. */
class ProtobufDecoderTest {
    private static final String REQUEST = "BatchAnnotateImagesRequest";
    private static final BatchAnnotateImagesRequest FULL = BatchAnnotateImagesRequest.newBuilder()
            .setParent("projects/p")
            .putLabels("a", "b")
            .putLabels("c", "")
            .addRequests(AnnotateImageRequest.newBuilder()
                    .setImage(Image.newBuilder()
                            .setContent(ByteString.copyFromUtf8("some bytes"))
                            .setSource(ImageSource.newBuilder().setImageUri("gs://a/ü")))
                    .addFeatures(Feature.newBuilder().setTypeValue(1).setMaxResults(-3))
                    .addFeatures(Feature.newBuilder().setTypeValue(99))
                    .setImageContext(ImageContext.newBuilder()
                            .addLanguageHints("de")
                            .setCropHintsParams(CropHintsParams.newBuilder()
                                    .addAspectRatios(0.5f)
                                    .addAspectRatios(2))
                            .setLatLongRect(LatLongRect.newBuilder()
                                    .setMinLatLng(LatLng.newBuilder().setLatitude(47.5)))))
            .build();

    private static Map<String, Object> read(byte[] bytes) throws Unreadable {
        return ProtobufDecoder.read(ProtobufModel.forVersion("v1"), REQUEST, ByteBuffer.wrap(bytes));
    }

    private static PreconditionFailure doubt(byte[] bytes) {
        return catchThrowableOfType(Unreadable.class, () -> read(bytes)).preconditionFailure();
    }

    @Example
    void readsWhatGooglesClassesWrite() throws Exception {
        var read = read(FULL.toByteArray());

        assertThat(read).containsOnlyKeys("requests", "parent", "labels").containsEntry("parent", "projects/p");
        assertThat(read.get("labels")).isEqualTo(Map.of("a", "b", "c", ""));
        var item = (Map<?, ?>) ((List<?>) read.get("requests")).getFirst();
        var image = (Map<?, ?>) item.get("image");
        assertThat(((Blob) image.get("content")).bytes()).asString().isEqualTo("some bytes");
        assertThat(image.get("source")).isEqualTo(Map.of("imageUri", "gs://a/ü"));
        assertThat(item.get("features")).isEqualTo(List.of(Map.of("type", 1L, "maxResults", -3L), Map.of("type", 99L)));
        assertThat(item.get("imageContext"))
                .isEqualTo(Map.of(
                        "languageHints",
                        List.of("de"),
                        "cropHintsParams",
                        Map.of("aspectRatios", List.of(0.5, 2.0)),
                        "latLongRect",
                        Map.of("minLatLng", Map.of("latitude", 47.5))));
    }

    /** Google's reader takes the last one, or merges the two, where another takes the first. */
    @Example
    void whatComesOnceMayNotComeTwice() throws Exception {
        var twice =
                BatchAnnotateImagesRequest.newBuilder().setParent("one").build().toByteString();
        var merged = twice.concat(
                BatchAnnotateImagesRequest.newBuilder().setParent("two").build().toByteString());

        assertThat(BatchAnnotateImagesRequest.parseFrom(merged).getParent()).isEqualTo("two");
        assertThat(doubt(merged.toByteArray())).isEqualTo(PreconditionFailure.DUPLICATE_KEY);

        var harmless = tagged(
                1,
                Image.newBuilder()
                        .setContent(ByteString.copyFromUtf8("a"))
                        .build()
                        .toByteArray());
        var source = ImageSource.newBuilder().setImageUri("gs://elsewhere/a");
        var pointing = tagged(1, Image.newBuilder().setSource(source).build().toByteArray());
        var request = tagged(1, harmless.concat(pointing).toByteArray()).toByteArray();
        var image = BatchAnnotateImagesRequest.parseFrom(request).getRequests(0).getImage();
        assertThat(image.getSource().getImageUri() + image.getContent().toStringUtf8())
                .isEqualTo("gs://elsewhere/aa");
        assertThat(doubt(request)).isEqualTo(PreconditionFailure.DUPLICATE_KEY);

        var entry = BatchAnnotateImagesRequest.newBuilder()
                .putLabels("a", "b")
                .build()
                .toByteString();
        assertThat(doubt(entry.concat(entry).toByteArray())).isEqualTo(PreconditionFailure.DUPLICATE_KEY);
        var items = BatchAnnotateImagesRequest.newBuilder()
                .addRequests(AnnotateImageRequest.getDefaultInstance())
                .build()
                .toByteString();
        assertThat((List<?>) read(items.concat(items).toByteArray()).get("requests"))
                .hasSize(2);
    }

    @Example
    void whatGoogleDoesNotPublishIsRefusedAtAnyDepth() {
        var more = UnknownFieldSet.newBuilder()
                .addField(1000, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
                .build();
        var top = FULL.toBuilder().setUnknownFields(more).build();
        var deep = FULL.toBuilder();
        deep.getRequestsBuilder(0).getImageBuilder().getSourceBuilder().setUnknownFields(more);

        assertThat(doubt(top.toByteArray())).isEqualTo(PreconditionFailure.UNKNOWN_PARAMETER);
        assertThat(doubt(deep.build().toByteArray())).isEqualTo(PreconditionFailure.UNKNOWN_PARAMETER);
    }

    @Example
    void whatIsBrokenIsRefused() throws Exception {
        assertThat(doubt(new byte[] {0x22, 5, 'a'})).as("cut short").isEqualTo(PreconditionFailure.MALFORMED_BODY);
        assertThat(doubt(new byte[] {0x22, 2, (byte) 0xC3, (byte) 0x28}))
                .as("no UTF-8")
                .isEqualTo(PreconditionFailure.MALFORMED_BODY);
        assertThat(doubt(new byte[] {0x20, 1})).as("another wire type").isEqualTo(PreconditionFailure.MALFORMED_BODY);
        assertThat(doubt(new byte[] {0x23, 0x24})).as("a group").isEqualTo(PreconditionFailure.MALFORMED_BODY);
        assertThat(doubt(new byte[] {0x02, 0})).as("field 0").isEqualTo(PreconditionFailure.MALFORMED_BODY);
        assertThat(doubt(new byte[] {0x22, -1, -1, -1, -1, 7}))
                .as("2 GiB")
                .isEqualTo(PreconditionFailure.MALFORMED_BODY);
        assertThat(doubt(new byte[] {0x22, -1, -1, -1, -1, -1, -1, -1, -1, -1, 1}))
                .as("less than nothing")
                .isEqualTo(PreconditionFailure.MALFORMED_BODY);
        var notANumber = FULL.toBuilder();
        notANumber
                .getRequestsBuilder(0)
                .getImageContextBuilder()
                .getCropHintsParamsBuilder()
                .addAspectRatios(Float.NaN);
        assertThat(doubt(notANumber.build().toByteArray())).isEqualTo(PreconditionFailure.MALFORMED_BODY);
    }

    /** A byte each, they would take a hundred times their size. */
    @Example
    void anyNumberOfSmallThingsIsRefused() throws Exception {
        var many = new ByteArrayOutputStream();
        for (int at = 0; at < 100_001; at++) {
            many.write(new byte[] {0x0A, 0});
        }
        assertThat(doubt(many.toByteArray())).isEqualTo(PreconditionFailure.MALFORMED_BODY);
        var context = ImageContext.newBuilder()
                .setCropHintsParams(
                        CropHintsParams.newBuilder().addAllAspectRatios(java.util.Collections.nCopies(100_001, 1f)));
        var packed = FULL.toBuilder();
        packed.getRequestsBuilder(0).setImageContext(context);
        assertThat(doubt(packed.build().toByteArray())).isEqualTo(PreconditionFailure.MALFORMED_BODY);
    }

    @Property(tries = 2000)
    void anyBytesAreReadAsGoogleReadsThemOrRefused(@ForAll("bytes") byte[] bytes) throws Exception {
        Map<String, Object> read;
        try {
            read = read(bytes);
        } catch (Unreadable refused) {
            assertThat(refused.preconditionFailure()).isNotNull();
            return;
        }
        var again = new ProtobufEncoder(ProtobufModel.forVersion("v1"))
                .message(REQUEST, new ObjectMapper().valueToTree(plain(read)));
        assertThat(BatchAnnotateImagesRequest.parseFrom(again)).isEqualTo(googles(bytes));
    }

    private static BatchAnnotateImagesRequest googles(byte[] bytes) throws InvalidProtocolBufferException {
        return BatchAnnotateImagesRequest.parseFrom(bytes);
    }

    /** What stands around the message is never read into it. */
    @Property(tries = 500)
    void nothingBeyondItsBoundsIsRead(@ForAll("bytes") byte[] bytes, @ForAll byte[] around) {
        var wide = new byte[around.length + bytes.length + around.length];
        System.arraycopy(around, 0, wide, 0, around.length);
        System.arraycopy(bytes, 0, wide, around.length, bytes.length);
        System.arraycopy(around, 0, wide, around.length + bytes.length, around.length);

        assertThat(outcome(ByteBuffer.wrap(wide, around.length, bytes.length)))
                .isEqualTo(outcome(ByteBuffer.wrap(bytes)));
    }

    @Property(tries = 1000)
    void aFrameIsAllOfItsBodyOrRefused(@ForAll byte[] body) {
        try {
            var message = GrpcFrame.message(body);
            assertThat(GrpcFrame.wrap(bytes(message))).isEqualTo(body);
        } catch (Unreadable refused) {
            assertThat(refused.preconditionFailure()).isEqualTo(PreconditionFailure.MALFORMED_BODY);
        }
    }

    @Example
    void aFrameIsNeverCompressedCutOrFollowed() throws Exception {
        var good = GrpcFrame.wrap(FULL.toByteArray());
        assertThat(bytes(GrpcFrame.message(good))).isEqualTo(FULL.toByteArray());
        var compressed = good.clone();
        compressed[0] = 1;
        var followed = java.util.Arrays.copyOf(good, good.length + 5);
        var huge = new byte[] {0, -1, -1, -1, -1};
        for (var bad :
                List.of(compressed, followed, java.util.Arrays.copyOf(good, good.length - 1), huge, new byte[4])) {
            assertThat(catchThrowableOfType(Unreadable.class, () -> GrpcFrame.message(bad)))
                    .isNotNull();
        }
    }

    private static String outcome(ByteBuffer bytes) {
        try {
            return String.valueOf(plain(ProtobufDecoder.read(ProtobufModel.forVersion("v1"), REQUEST, bytes)));
        } catch (Unreadable refused) {
            return refused.preconditionFailure().code();
        }
    }

    private static Object plain(Object value) {
        return switch (value) {
            case Blob blob -> java.util.Base64.getEncoder().encodeToString(blob.bytes());
            case Map<?, ?> map -> {
                var plain = new java.util.LinkedHashMap<Object, Object>();
                map.forEach((key, inner) -> plain.put(key, plain(inner)));
                yield plain;
            }
            case List<?> list -> list.stream().map(ProtobufDecoderTest::plain).toList();
            default -> value;
        };
    }

    /** A message, whole, or with some of it changed, cut, or doubled; and bytes of no meaning. */
    @Provide
    Arbitrary<byte[]> bytes() {
        var full = FULL.toByteArray();
        var any = Arbitraries.bytes().array(byte[].class).ofMaxSize(64);
        var changed = Combinators.combine(Arbitraries.integers().between(0, full.length - 1), Arbitraries.bytes())
                .as((at, to) -> {
                    var other = full.clone();
                    other[at] = to;
                    return other;
                });
        var cut = Arbitraries.integers().between(0, full.length).map(at -> java.util.Arrays.copyOf(full, at));
        var joined = Combinators.combine(cut, any)
                .as((one, other) -> ByteString.copyFrom(one)
                        .concat(ByteString.copyFrom(other))
                        .toByteArray());
        return Arbitraries.oneOf(any, changed, cut, joined, Arbitraries.just(full));
    }

    private static ByteString tagged(int number, byte[] message) throws Exception {
        var bytes = new ByteArrayOutputStream();
        var out = CodedOutputStream.newInstance(bytes);
        out.writeByteArray(number, message);
        out.flush();
        return ByteString.copyFrom(bytes.toByteArray());
    }

    private static byte[] bytes(ByteBuffer from) {
        var bytes = new byte[from.remaining()];
        from.get(bytes);
        return bytes;
    }
}
