package io.github.inceptionv2.internal.runtime;

import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/**
 * What a Java Flight Recording shows of a model's work. Without a recording an event costs next to
 * nothing.
 */
public final class Events {

  private static final String CATEGORY = "Inception V2";

  private Events() {}

  /**
   * Whether this JVM records or has ever recorded. Where it has not, the first event would set all
   * of Flight Recorder up, which takes a tenth of a second.
   */
  public static boolean areRecorded() {
    return FlightRecorder.isInitialized();
  }

  /** An image is read, decoded and turned upright. */
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

  /** A call waits to be computed together with others. */
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
