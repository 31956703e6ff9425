package io.github.inceptionv2.benchmark;

/** A row of the speed table: the task, its number of threads, and its duration. */
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

  /** Returns the method of {@link Measured}. */
  String method() {
    return method;
  }

  int callers() {
    return callers;
  }

  /** Returns the number of images that the method computes, by all callers; 0 for all files. */
  int images() {
    return images;
  }

  /** Returns the duration of one measurement, which is longer if one call takes longer. */
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
