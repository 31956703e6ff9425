package io.github.inceptionv2.internal.store;

/** Receives the progress of downloads. */
public interface TransferListener {

  /**
   * Called by the downloading thread when a download begins, periodically, and when it ends.
   *
   * @param source the name or address of the model
   * @param host the server
   * @param bytes the number of bytes downloaded so far
   * @param total the expected number of bytes; -1 if unknown
   * @param rate the rate in bytes per second
   */
  void progress(String source, String host, long bytes, long total, double rate);
}
