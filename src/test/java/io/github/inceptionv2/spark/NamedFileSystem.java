package io.github.inceptionv2.spark;

import java.net.URI;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** This machine's disk under a scheme that Hadoop knows only where a setting says so. */
public final class NamedFileSystem extends RawLocalFileSystem {

  /** The setting by which Hadoop finds it. */
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
