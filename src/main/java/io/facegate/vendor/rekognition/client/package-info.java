/** Adapter to Amazon Rekognition. */
@NullMarked
package io.facegate.provider.rekognition;

import org.jspecify.annotations.NullMarked;
