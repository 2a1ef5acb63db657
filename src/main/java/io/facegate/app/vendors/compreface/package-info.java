/** Registration of CompreFace. */
@NullMarked
package io.facegate.app.vendors.compreface;

import org.jspecify.annotations.NullMarked;
