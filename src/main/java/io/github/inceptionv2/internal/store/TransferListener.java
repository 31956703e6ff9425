package io.github.inceptionv2.internal.store;

/** Is told how far a download is. */
public interface TransferListener {

  /**
   * Called when a download begins, now and then, and when it ends, by the thread that fetches.
   *
   * @param source what is fetched
   * @param host where it comes from
   * @param bytes how much is there
   * @param total how much there will be; -1 if that is not known
   * @param rate in bytes a second
   */
  void progress(String source, String host, long bytes, long total, double rate);
}
