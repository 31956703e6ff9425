package io.github.inceptionv2.internal.store;

/**
 * How much an archive may hold.
 *
 * @param bytes of all its files together
 * @param entries of any kind
 */
record UnpackLimits(long bytes, int entries) {

  /** Modules have about 10 entries and 50 MB; their graphs at most 2 GB by protobuf's own limit. */
  static final UnpackLimits STANDARD = new UnpackLimits(1L << 30, 1000);
}
