/** {@code facegate vendor check}: a check of a vendor's API with the operator's own account. */
package io.facegate.app.vendorcheck;
