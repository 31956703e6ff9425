package io.github.inceptionv2.internal.store;

/**
 * The limits for the contents of an archive.
 *
 * @param bytes the maximum total size of all files
 * @param entries the maximum number of entries of any kind
 */
record UnpackLimits(long bytes, int entries) {

  /** The usual limits. Modules have about 10 entries and 50 MB; protobuf limits a graph to 2 GB. */
  static final UnpackLimits STANDARD = new UnpackLimits(1L << 30, 1000);
}
