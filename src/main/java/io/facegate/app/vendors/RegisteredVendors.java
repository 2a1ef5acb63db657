package io.facegate.app.vendors;

import io.facegate.app.registration.VendorRegistration;
import io.facegate.app.vendors.azure.AzureRegistration;
import io.facegate.app.vendors.compreface.CompreFaceRegistration;
import io.facegate.app.vendors.faceplusplus.FacePlusPlusRegistration;
import io.facegate.app.vendors.google.GoogleRegistration;
import io.facegate.app.vendors.rekognition.RekognitionRegistration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;

/**
 * The vendors that Facegate knows: the one list of them. It is a mixin of commands, and an instance holds their options.
 * A new vendor is a field and an item here, a constant of {@code VendorApi}, and one of {@code Vendor}.
 */
public final class RegisteredVendors {
    @Mixin
    private RekognitionRegistration rekognition = new RekognitionRegistration();

    @Mixin
    private AzureRegistration azure = new AzureRegistration();

    @Mixin
    private GoogleRegistration google = new GoogleRegistration();

    @Mixin
    private CompreFaceRegistration compreFace = new CompreFaceRegistration();

    @Mixin
    private FacePlusPlusRegistration facePlusPlus = new FacePlusPlusRegistration();

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
