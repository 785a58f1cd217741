/**
 * Citation.js, which turns single records of BibTeX and RIS into CSL. Its plug-ins register themselves in one shared
 * core, so this is the only module that imports it; it is loaded when a format needs it.
 */
import core from '@citation-js/core';
import '@citation-js/plugin-bibtex';
import '@citation-js/plugin-ris';

/**
 * The inputs, outputs and settings of Citation.js. `plugins.input.data(record, type)` reads a record as it is, without
 * the copies and guesses of `chain`; it throws on the first value that it cannot read.
 */
export const plugins = core.plugins;

/** Helpers of Citation.js, such as its translator between the fields of two formats. */
export const util = core.util;
