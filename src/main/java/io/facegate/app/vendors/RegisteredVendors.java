package io.facegate.app.vendors;

import io.facegate.app.registration.VendorRegistration;
import io.facegate.app.vendors.azure.AzureVendor;
import io.facegate.app.vendors.compreface.CompreFaceVendor;
import io.facegate.app.vendors.faceplusplus.FacePlusPlusVendor;
import io.facegate.app.vendors.google.GoogleVendor;
import io.facegate.app.vendors.rekognition.RekognitionVendor;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;

/**
 * The vendors that Facegate knows: the one list of them. It is a mixin of commands, and an instance holds their options.
 * A new vendor is a field and an item here, a constant of {@code VendorApi}, and one of {@code Vendor}.
 */
public final class RegisteredVendors {
    @Mixin
    private RekognitionVendor rekognition = new RekognitionVendor();

    @Mixin
    private AzureVendor azure = new AzureVendor();

    @Mixin
    private GoogleVendor google = new GoogleVendor();

    @Mixin
    private CompreFaceVendor compreFace = new CompreFaceVendor();

    @Mixin
    private FacePlusPlusVendor facePlusPlus = new FacePlusPlusVendor();

    /** All vendors, in the order in which texts name them. */
    public List<VendorRegistration> all() {
        return List.of(rekognition, azure, google, compreFace, facePlusPlus);
    }

    /** All vendors, for what needs no options. */
    public static List<VendorRegistration> withoutOptions() {
        return new RegisteredVendors().all();
    }

    /** The vendor with that word of {@code --provider}. */
    public Optional<VendorRegistration> find(String word) {
        return all().stream().filter(each -> each.word().equals(word)).findFirst();
    }
}
