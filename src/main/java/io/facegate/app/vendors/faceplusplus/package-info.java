/** Registration of Face++. */
@NullMarked
package io.facegate.app.vendors.faceplusplus;

import org.jspecify.annotations.NullMarked;
