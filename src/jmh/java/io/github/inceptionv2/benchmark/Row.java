package io.github.inceptionv2.benchmark;

/** A row of the table of speeds: what is done, by how many threads, for how long. */
enum Row {
  NETWORK_1("network only, batch 1", "network", 1, 1, 1000),
  NETWORK_8("network only, batch 8", "network", 1, 8, 1500),
  NETWORK_32("network only, batch 32", "network", 1, 32, 2500),
  BYTES_1("photo bytes to top-5, 1 caller", "classify", 1, 1, 1200),
  BYTES_2("photo bytes to top-5, 2 callers", "callers", 2, 16, 1200),
  BYTES_8("photo bytes to top-5, 8 callers", "callers", 8, 32, 2000),
  BYTES_32("photo bytes to top-5, 32 callers", "callers", 32, 64, 3000),
  FOLDER("folder of photographs to top-5", "folder", 1, 0, 1000),
  LARGE("12-megapixel photo to top-5", "large", 1, 1, 1200),
  FEATURES("photo bytes to feature vector", "features", 1, 1, 1000);

  private final String title;
  private final String method;
  private final int callers;
  private final int images;
  private final int milliseconds;

  Row(String title, String method, int callers, int images, int milliseconds) {
    this.title = title;
    this.method = method;
    this.callers = callers;
    this.images = images;
    this.milliseconds = milliseconds;
  }

  String title() {
    return title;
  }

  /** The method of {@link Measured}. */
  String method() {
    return method;
  }

  int callers() {
    return callers;
  }

  /** Images that the method computes, by all callers; 0 for as many as there are files. */
  int images() {
    return images;
  }

  /** How long one measurement lasts, or one call if that is longer. */
  int milliseconds() {
    return milliseconds;
  }

  boolean hasManyCallers() {
    return callers > 1;
  }

  boolean isOfNetworkOnly() {
    return method.equals("network");
  }
}
