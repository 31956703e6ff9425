package io.github.inceptionv2.internal.runtime;

import org.tensorflow.TensorFlow;

/** Loads TensorFlow's native library once, and says what is wrong where it cannot be loaded. */
public final class NativeLibrary {

  /**
   * JavaCPP stops allocating once the whole process is four times as large as the heap may become.
   * A small heap is no reason to do without TensorFlow, whose memory lies outside of it.
   */
  private static final String MEMORY_LIMIT = "org.bytedeco.javacpp.maxPhysicalBytes";

  private NativeLibrary() {}

  /**
   * Loads the library if that has not happened yet. Lifts JavaCPP's limit of the process's memory
   * unless the system property {@code org.bytedeco.javacpp.maxPhysicalBytes} sets one.
   *
   * @throws NativeException if there is none for this platform, or it cannot be loaded
   */
  public static void load() {
    if (System.getProperty(MEMORY_LIMIT) == null) {
      System.setProperty(MEMORY_LIMIT, "0");
    }
    try {
      NativeLog.quietly(TensorFlow::version);
    } catch (UnsatisfiedLinkError | NoClassDefFoundError | ExceptionInInitializerError e) {
      throw new NativeException(
          "TensorFlow's native library cannot be loaded on "
              + System.getProperty("os.name")
              + " "
              + System.getProperty("os.arch")
              + ": "
              + rootMessage(e)
              + "; it needs the artifact org.tensorflow:tensorflow-core-native with the classifier"
              + " of this platform, glibc and libstdc++ (not musl), and room to unpack 650 MB under"
              + " the directory of the system property org.bytedeco.javacpp.cachedir",
          e);
    }
  }

  private static String rootMessage(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.toString();
  }
}
