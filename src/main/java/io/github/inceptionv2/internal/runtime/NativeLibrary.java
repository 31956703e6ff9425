package io.github.inceptionv2.internal.runtime;

import java.security.CodeSource;
import org.tensorflow.TensorFlow;

/** Loads TensorFlow's native library once, and says what is wrong where it cannot be loaded. */
public final class NativeLibrary {

  /**
   * JavaCPP stops allocating once the whole process is four times as large as the heap may become.
   * A small heap is no reason to do without TensorFlow, whose memory lies outside of it.
   */
  private static final String MEMORY_LIMIT = "org.bytedeco.javacpp.maxPhysicalBytes";

  private static volatile boolean isLoaded;

  private NativeLibrary() {}

  /**
   * Loads the library if that has not happened yet. Lifts JavaCPP's limit of the process's memory
   * unless the system property {@code org.bytedeco.javacpp.maxPhysicalBytes} sets one.
   *
   * @throws NativeException if there is none for this platform, or it cannot be loaded
   */
  public static void load() {
    if (isLoaded) {
      return;
    }
    if (System.getProperty(MEMORY_LIMIT) == null) {
      System.setProperty(MEMORY_LIMIT, "0");
    }
    NativeRequirements requirements = new NativeRequirements(Machine.here());
    requirements.check();
    requirements.claim(System.getProperties(), owner(), origin());
    try {
      NativeLog.quietly(TensorFlow::version);
    } catch (UnsatisfiedLinkError | NoClassDefFoundError | ExceptionInInitializerError e) {
      throw requirements.explain(e);
    }
    isLoaded = true;
  }

  private static String owner() {
    ClassLoader loader = TensorFlow.class.getClassLoader();
    return loader.getClass().getName() + "@" + Integer.toHexString(System.identityHashCode(loader));
  }

  /** The jar, such as {@code file:/app/lib/tensorflow-core-api-1.1.0.jar}. */
  private static String origin() {
    CodeSource source = TensorFlow.class.getProtectionDomain().getCodeSource();
    return String.valueOf(source).replaceAll("^\\(| <.*$", "");
  }
}
