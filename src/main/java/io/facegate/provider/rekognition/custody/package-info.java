/** Keeps apart, on one cloud account, what belongs to whom: handles, names and pages. */
@NullMarked
package io.facegate.provider.rekognition.custody;

import org.jspecify.annotations.NullMarked;
