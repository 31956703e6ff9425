package io.github.inceptionv2.internal.module;

/** Names of the files and directories of a module. */
final class ModuleLayout {

  static final String HUB_MODULE = "tfhub_module.pb";
  static final String VARIABLES = "variables";
  static final String ASSETS = "assets";

  /** The directory of files for other programs, which TensorFlow itself never reads. */
  static final String EXTRA_ASSETS = "assets.extra";

  private ModuleLayout() {}
}
