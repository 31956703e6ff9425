package io.github.inceptionv2.spark;

import java.net.URI;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** This machine's disk under a scheme that Hadoop knows only if a setting names this class. */
public final class NamedFileSystem extends RawLocalFileSystem {

  /** The setting that names this class. */
  static final String SETTING = "fs.named.impl";

  @Override
  public URI getUri() {
    return URI.create("named:///");
  }

  @Override
  public String getScheme() {
    return "named";
  }
}
