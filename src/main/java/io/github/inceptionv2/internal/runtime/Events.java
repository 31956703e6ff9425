package io.github.inceptionv2.internal.runtime;

import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/**
 * The events of a model in a Java Flight Recording. Without a recording, an event costs almost
 * nothing.
 */
public final class Events {

  private static final String CATEGORY = "Inception V2";

  private Events() {}

  /**
   * Returns true if this JVM has made a recording or is making one. Otherwise, the first event
   * would initialize Flight Recorder, which takes a tenth of a second.
   */
  public static boolean areRecorded() {
    return FlightRecorder.isInitialized();
  }

  /** An image is read, decoded and rotated upright. */
  @Name("io.github.inceptionv2.Decode")
  @Label("Decode Image")
  @Category(CATEGORY)
  @StackTrace(false)
  public static final class Decode extends Event {
    @Label("Width")
    public int width;

    @Label("Height")
    public int height;
  }

  /** An image is cropped and resized. */
  @Name("io.github.inceptionv2.Preprocess")
  @Label("Preprocess Image")
  @Category(CATEGORY)
  @StackTrace(false)
  public static final class Preprocess extends Event {
    @Label("Width")
    public int width;

    @Label("Height")
    public int height;
  }

  /** A call waits to be run in a batch with other calls. */
  @Name("io.github.inceptionv2.Queue")
  @Label("Wait for Network")
  @Category(CATEGORY)
  @StackTrace(false)
  public static final class Queue extends Event {
    @Label("Images")
    public int images;
  }

  /** The network runs. */
  @Name("io.github.inceptionv2.Run")
  @Label("Run Network")
  @Category(CATEGORY)
  @StackTrace(false)
  public static final class Run extends Event {
    @Label("Images")
    public int images;

    @Label("Width")
    public int width;

    @Label("Height")
    public int height;
  }
}
