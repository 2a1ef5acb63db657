package io.facegate.provider.azure;

import java.net.URI;
import java.util.Locale;

/** A cloud of Microsoft's, apart from the others: who gives tokens in it, and for whom. */
public enum AzureCloud {
    PUBLIC("https://login.microsoftonline.com", "https://cognitiveservices.azure.com"),
    GOVERNMENT("https://login.microsoftonline.us", "https://cognitiveservices.azure.us"),
    CHINA("https://login.chinacloudapi.cn", "https://cognitiveservices.azure.cn");

    private final String authority;
    private final String resource;

    AzureCloud(String authority, String resource) {
        this.authority = authority;
        this.resource = resource;
    }

    /** The one that a resource is in, by the name of its host. */
    public static AzureCloud of(URI endpoint) {
        var host = String.valueOf(endpoint.getHost()).toLowerCase(Locale.ROOT);
        if (host.matches("(.*\\.)?(azure|microsoft)\\.us")) {
            return GOVERNMENT;
        }
        return host.matches("(.*\\.)?azure\\.cn") ? CHINA : PUBLIC;
    }

    /** Who gives tokens, where nobody else is named. */
    public URI authority() {
        return URI.create(authority);
    }

    /** What a token is for. */
    String resource() {
        return resource;
    }
}
